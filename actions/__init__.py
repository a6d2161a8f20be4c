"""What a person may do, one file each."""
