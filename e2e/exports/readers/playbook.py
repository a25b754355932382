"""Loads a playbook as Ansible does and prints its tasks; texts that Ansible never takes for a template are marked."""
import json
import sys

from ansible.parsing.dataloader import DataLoader
from ansible.utils.unsafe_proxy import AnsibleUnsafe


def plain(value):
    if isinstance(value, AnsibleUnsafe):
        return {'unsafe': str(value)}
    if isinstance(value, dict):
        return {str(name): plain(member) for name, member in value.items()}
    if isinstance(value, list):
        return [plain(member) for member in value]
    return value if isinstance(value, (int, bool)) or value is None else str(value)


print(json.dumps(plain(DataLoader().load_from_file(sys.argv[1]))))
