"""Opens a file in LibreOffice as a person would; run by the system's Python, which has its bridge.

    /usr/bin/python3 open_in_office.py PORT FILE [PASSWORD]

Says what stands in the first column of the first sheet as JSON, or null when LibreOffice would not open it.
"""

import json
import sys
import time

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.connection import NoConnectException


def connect(port: str):
    resolver = uno.getComponentContext().ServiceManager.createInstance("com.sun.star.bridge.UnoUrlResolver")
    deadline = time.monotonic() + 60
    while True:
        try:
            return resolver.resolve(f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
        except NoConnectException:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


def main(port: str, path: str, password: str | None = None) -> None:
    context = connect(port)
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)
    wishes = {"Hidden": True} | ({"Password": password} if password else {})
    values = tuple(PropertyValue(Name=name, Value=value) for name, value in wishes.items())
    try:
        document = desktop.loadComponentFromURL(uno.systemPathToFileUrl(path), "_blank", 0, values)
    except Exception:  # LibreOffice has many names for "no"
        document = None
    if document is None:
        print("null")
        return
    sheet = document.Sheets.getByIndex(0)
    rows = [[sheet.getCellByPosition(column, row).getString() for column in range(2)] for row in range(8)]
    print(json.dumps({"sheets": list(document.Sheets.ElementNames), "rows": rows}))
    document.close(True)


main(*sys.argv[1:])
