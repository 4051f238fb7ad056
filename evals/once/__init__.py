"""Whether an order is made exactly once: whatever dies, whoever clicks twice, and whatever a notice says."""
