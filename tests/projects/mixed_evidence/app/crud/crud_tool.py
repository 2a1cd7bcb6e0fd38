from app.models import Tool


class CRUDTool:
    model = Tool
