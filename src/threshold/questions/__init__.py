"""What is worth asking about a case: answers, ways of completing it, and the search among them."""
