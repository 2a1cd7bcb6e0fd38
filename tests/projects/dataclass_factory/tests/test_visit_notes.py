import pytest

from clinic.models.patient import Patient

pytestmark = pytest.mark.anyio


async def test_add(http, session):
    patient = Patient(full_name='Ada Byron')
    session.add(patient)
    await session.commit()
    data = {'patient_id': patient.id, 'text': 'fever'}
    response = await http.post('/visit-notes', json=data)
    assert response.status_code == 201


async def test_add_without_patient(http):
    response = await http.post('/visit-notes', json={'patient_id': 1, 'text': ''})
    assert response.status_code == 404
