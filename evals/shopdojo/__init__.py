"""What shoppers want by what attackers want, by where and how an attacker says it: data, and the playing of it."""
