"""The vector leg: passages in Chroma, embedded in this process or on a server, by vectors that our embedding gives.

Importing chromadb takes over a second, so it happens on first use; `preload` does it beside other work.
"""

from __future__ import annotations

import json
import os
import shutil
import threading
from collections.abc import Sequence
from itertools import batched
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from uuid import uuid4

import numpy as np

from vectorstore import tokens
from vectorstore.legs import Embedding
from vectorstore.types import Passage, StoreError

if TYPE_CHECKING:
    from chromadb.api import ClientAPI
    from chromadb.api.models.Collection import Collection
