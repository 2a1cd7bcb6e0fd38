from app.models import Bolt


class CRUDBolt:
    model = Bolt
