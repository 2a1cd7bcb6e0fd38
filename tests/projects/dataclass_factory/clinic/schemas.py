from pydantic import BaseModel, ConfigDict


class PatientIn(BaseModel):
    full_name: str
    phone: str | None = None


class PatientOut(PatientIn):
    model_config = ConfigDict(from_attributes=True)

    id: int


class VisitNoteIn(BaseModel):
    patient_id: int
    text: str


class VisitNoteOut(VisitNoteIn):
    model_config = ConfigDict(from_attributes=True)

    id: int
