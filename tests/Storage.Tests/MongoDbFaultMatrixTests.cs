using Xunit.Abstractions;

namespace Wan.Storage.Tests;

/// <summary>
/// Each call of the store while something is wrong with its server: its caller has an answer before long, the true one, in doubt only where the document
/// can't be read again; the work goes on when the server does; and a document is written once. Here with what is over soon enough for the call to succeed.
/// </summary>
[Collection("fault matrix")] // One after the other: each call has its time.
public sealed class MongoDbFaultMatrixTests(ITestOutputHelper output)
{
    public static TheoryData<string> Troubles => Named(trouble => trouble.IsOver);

    [Theory]
    [MemberData(nameof(Troubles))]
    public Task Every_call_is_answered_in_time_and_truly_and_done_once(string name) => CheckAsync(name, output);

    internal static TheoryData<string> Named(Func<MongoDbTrouble, bool> which) => new(MongoDbTrouble.All.Where(which).Select(trouble => trouble.Name));

    internal static async Task CheckAsync(string name, ITestOutputHelper output)
    {
        var trouble = MongoDbTrouble.All.Single(one => one.Name == name);

        var wrong = await Task.WhenAll(MongoDbFaultedCall.Calls.Keys.Select(async call =>
        {
            var faulted = new MongoDbFaultedCall(call, trouble);
            await using (faulted)
                await faulted.RunAsync();
            output.WriteLine(faulted.Line);
            return faulted.Wrong;
        }));

        wrong.SelectMany(sentences => sentences).ShouldBeEmpty();
    }
}
