"""Doors for programs: REST, the OpenAI protocol, MCP. The same bot and the same JSON as the command line."""
