"""Reading what authorities really export, in all its dirt, into columns that many cases are evaluated on."""
