"""How agents fare over many calls: estimates that say how sure they are."""
