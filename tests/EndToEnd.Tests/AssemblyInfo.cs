// Every test here starts the whole system; more than two at once would only wait for each other.
[assembly: CollectionBehavior(MaxParallelThreads = 2)]
