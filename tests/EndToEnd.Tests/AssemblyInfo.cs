// Every test here starts the whole system; more than three at once would only wait for each other.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]
