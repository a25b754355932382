"""Reads a table of OMA-URIs, and the XML in its cells."""
import csv
import json
import sys
import xml.etree.ElementTree as tree

with open(sys.argv[1], newline='', encoding='utf-8-sig') as file:
    rows = list(csv.DictReader(file, strict=True))
for row in rows:
    parts = tree.fromstring('<value>' + row['Value'] + '</value>')
    row['Value'] = [{'element': part.tag, **part.attrib} for part in parts]
print(json.dumps(rows))
