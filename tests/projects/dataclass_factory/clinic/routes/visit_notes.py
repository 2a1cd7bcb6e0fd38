from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession

from clinic.database import open_session
from clinic.models.patient import Patient
from clinic.models.visit_note import VisitNote
from clinic.schemas import VisitNoteIn, VisitNoteOut

visit_notes_router = APIRouter(prefix='/visit-notes', tags=['visit-notes'])


@visit_notes_router.post('', response_model=VisitNoteOut, status_code=201)
async def add_visit_note(
    data: VisitNoteIn, session: AsyncSession = Depends(open_session)
) -> VisitNote:
    if await session.get(Patient, data.patient_id) is None:
        raise HTTPException(404, 'no such patient')
    note = VisitNote(patient_id=data.patient_id, text=data.text)
    session.add(note)
    await session.flush()
    return note


@visit_notes_router.get('/{note_id}', response_model=VisitNoteOut)
async def show_visit_note(
    note_id: int, session: AsyncSession = Depends(open_session)
) -> VisitNote:
    note = await session.get(VisitNote, note_id)
    if note is None:
        raise HTTPException(404, 'no such note')
    return note
