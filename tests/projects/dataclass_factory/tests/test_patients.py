import pytest

pytestmark = pytest.mark.anyio


async def test_add_and_show(http):
    added = await http.post('/patients', json={'full_name': 'Ada Byron'})
    assert added.status_code == 201
    shown = await http.get(f'/patients/{added.json()["id"]}')
    assert shown.json()['full_name'] == 'Ada Byron'


async def test_nobody(http):
    response = await http.get('/patients/7')
    assert response.status_code == 404
