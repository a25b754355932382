"""Reads a Registry.xml and prints the attributes of its items and of their properties."""
import json
import sys
import xml.etree.ElementTree as tree

items = tree.parse(sys.argv[1]).getroot()
print(json.dumps([{'item': item.attrib, 'properties': item.find('Properties').attrib} for item in items]))
