from secrets import token_hex

LENGTH = 26


def new_id() -> str:
    return token_hex(LENGTH // 2)
