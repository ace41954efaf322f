"""What every feature stands on and that itself knows no feature."""
