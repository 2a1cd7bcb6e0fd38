from fastapi import APIRouter, Depends, HTTPException
from sqlalchemy.ext.asyncio import AsyncSession

from clinic.database import open_session
from clinic.models.patient import Patient
from clinic.schemas import PatientIn, PatientOut

patients_router = APIRouter(prefix='/patients', tags=['patients'])


@patients_router.post('', response_model=PatientOut, status_code=201)
async def add_patient(
    data: PatientIn, session: AsyncSession = Depends(open_session)
) -> Patient:
    patient = Patient(full_name=data.full_name, phone=data.phone)
    session.add(patient)
    await session.flush()
    return patient


@patients_router.get('/{patient_id}', response_model=PatientOut)
async def show_patient(
    patient_id: int, session: AsyncSession = Depends(open_session)
) -> Patient:
    patient = await session.get(Patient, patient_id)
    if patient is None:
        raise HTTPException(404, 'no such patient')
    return patient
