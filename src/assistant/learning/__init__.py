"""What the shop learns from its chats: questions for its pages, and failures that become cases of an eval."""
