"""What happens from outside while a report is made: kills, interruptions, and how to provoke them."""
