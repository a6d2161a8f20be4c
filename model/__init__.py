"""What things are: offers, providers, neutrality and the rules that hold for them. No input, no output."""
