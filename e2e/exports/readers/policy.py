"""Reads a Registry.pol with Samba's parser and prints its entries; with a second name, writes it there again."""
import json
import sys

from samba.dcerpc import preg
from samba.ndr import ndr_pack, ndr_unpack

with open(sys.argv[1], 'rb') as file:
    policy = ndr_unpack(preg.file, file.read())
entries = []
for entry in policy.entries:
    data = entry.data
    if isinstance(data, (bytes, bytearray)):
        data = bytes(data).hex()
    entries.append({'key': entry.keyname, 'value': entry.valuename, 'type': entry.type, 'data': data})
if len(sys.argv) > 2:
    with open(sys.argv[2], 'wb') as file:
        file.write(ndr_pack(policy))
print(json.dumps(entries))
