revision = '111111111111'
down_revision = None
