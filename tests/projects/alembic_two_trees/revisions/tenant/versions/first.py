revision = '222222222222'
down_revision = None
