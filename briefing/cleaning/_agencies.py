"""News agencies by the names and marks that pages print."""

from __future__ import annotations

AGENCIES = (
    "AAP", "AFP", "ANI", "ANSA", "AP", "APA", "Anadolu", "Anadolu Agency", "Associated Press", "The Associated Press",
    "Agence France-Presse", "Belga", "Bernama", "CNA", "CP", "The Canadian Press", "DPA", "dpa", "EFE", "IANS",
    "Interfax", "KUNA", "Kyodo", "Kyodo News", "Lusa", "MENA", "NTB", "PA", "PA Media", "PAP", "PTI", "RIA",
    "Reuters", "REUTERS", "RIA Novosti", "SID", "SPA", "Sputnik", "Sputnik News Agency", "TASS", "TT", "UNI", "UPI",
    "WAM", "Xinhua", "Yonhap", "Yonhap News Agency",
)  # fmt: skip
"""Marks that are read without further proof; others must stand twice on a page."""
