import os

from sqlalchemy import create_engine
from sqlalchemy.orm import Session, declarative_base, sessionmaker

Base = declarative_base()
engine = create_engine(os.environ.get("DEPOT_DB", "sqlite:///depot.db"))
SessionFactory = sessionmaker(bind=engine)


def db_session():
    session: Session = SessionFactory()
    try:
        yield session
    except Exception:
        session.rollback()
        raise
    finally:
        session.close()
