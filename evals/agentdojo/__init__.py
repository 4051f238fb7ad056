"""AgentDojo's tasks and attacks through our graph and gateway. The package is an extra: `make agentdojo`."""
