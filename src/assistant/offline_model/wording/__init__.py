"""Words each reply from what the tools returned, and from nothing else."""
