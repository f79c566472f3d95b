using Xunit.Abstractions;

namespace Wan.Storage.Tests;

/// <summary>The same as <see cref="MongoDbFaultMatrixTests"/> with what lasts longer than a call: these wait for its end.</summary>
[Collection("fault matrix")] // One after the other: each call has its time.
public sealed class MongoDbLastingFaultTests(ITestOutputHelper output)
{
    public static TheoryData<string> Troubles => MongoDbFaultMatrixTests.Named(trouble => !trouble.IsOver);

    [Theory]
    [MemberData(nameof(Troubles))]
    public Task Every_call_is_answered_in_time_and_truly_and_done_once(string name) => MongoDbFaultMatrixTests.CheckAsync(name, output);
}
