"""What Word, Excel and WPS would make of the files, as far as LibreOffice and Microsoft's validator can tell."""
