// Every test here starts the whole system; two at once would only wait for each other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
