"""The metadata of all tables."""

import sqlalchemy as sa


meta = sa.MetaData()
