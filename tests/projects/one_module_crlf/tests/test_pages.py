def test_page_needs_its_notebook(test_client):
    assert test_client.post("/pages/", json={"notebook_id": 7, "text": "x"}).status_code == 404


def test_pages_are_listed(test_client):
    notebook = test_client.post("/notebooks/", json={"title": "Travel"}).json()
    test_client.post("/pages/", json={"notebook_id": notebook["id"], "text": "Rain."})
    assert [page["text"] for page in test_client.get("/pages/").json()] == ["Rain."]
