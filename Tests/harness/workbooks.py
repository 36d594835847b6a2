"""Workbooks of Excel as other programs open them."""

import io

import msoffcrypto
import openpyxl


def unlocked(content: bytes, password: str) -> openpyxl.Workbook:
    """Opened with its password, and whole: its seal is checked."""
    file = msoffcrypto.OfficeFile(io.BytesIO(content))
    file.load_key(password=password, verify_password=True)
    plain = io.BytesIO()
    file.decrypt(plain, verify_integrity=True)
    return openpyxl.load_workbook(plain)
