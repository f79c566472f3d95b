using System.Reflection;
using System.Text;
using System.Text.Json;
using Wan.DashScope.Catalogue;
using Wan.DashScope.Requests;

namespace Wan.Bench;

/// <summary>
/// How fast one core reads and checks the longest sample of the vendor's guide, findings included, and what that allocates. Seconds are
/// processor time of the whole process, garbage collector and compiler included, so that they are one core's whatever else the machine
/// does. Then the same for each family. The canonical form, which only a request that is accepted needs, is shown apart.
/// </summary>
internal static class ValidateBenchmark
{
    private const int Rounds = 5;

    public static Task<Dictionary<string, double>> RunAsync(string[] args)
    {
        var body = Sample();
        var reader = new GenerationRequestReader(new ModelCatalogue());
        if (!reader.Read(body).Accepted)
        {
            throw new InvalidOperationException("The sample does not pass, so that the figures would be of something else.");
        }

        Console.Error.WriteLine($"one thread, a body of {body.Length} bytes, median of {Rounds} rounds of a second of processor time");
        var (perSecond, bytes) = Measure(() => reader.Read(body).Accepted);
        var (formsPerSecond, formBytes) = Measure(() => reader.Read(body).Request is not null);
        Console.Error.WriteLine($"with the canonical form, hash and vendor body: {formsPerSecond:0} per second, {formBytes:0} bytes each");
        var least = MeasureFamilies(reader);
        return Task.FromResult(new Dictionary<string, double> { ["per_s"] = Math.Round(perSecond), ["bytes_per_op"] = Math.Round(bytes), ["least_per_s_of_families"] = Math.Round(least) });
    }

    // Each family by the longest of the vendor's samples of it.
    private static double MeasureFamilies(GenerationRequestReader reader)
    {
        var catalogue = new ModelCatalogue();
        var samples = Samples().ToLookup(sample => catalogue.Find(JsonDocument.Parse(sample).RootElement.GetProperty("model").GetString()!)!.Name);
        var least = double.MaxValue;
        foreach (var family in catalogue.Families)
        {
            var body = samples[family.Name].MaxBy(sample => sample.Length) ?? Encoding.UTF8.GetBytes(SmallestRequest.Of(family, family.Name).ToJsonString());
            var (perSecond, bytes) = Round(() => reader.Read(body).Accepted);
            Console.Error.WriteLine($"{family.Name}, a body of {body.Length} bytes: {perSecond:0} per second, {bytes:0} bytes each");
            least = Math.Min(least, perSecond);
        }

        return least;
    }

    private static IEnumerable<byte[]> Samples() => Assembly.GetExecutingAssembly().GetManifestResourceNames()
        .Where(name => name.StartsWith("sample/", StringComparison.Ordinal)).Select(Resource);

    private static (double PerSecond, double Bytes) Measure(Func<bool> operation)
    {
        // Long enough for the compiler's last tier.
        Round(operation);
        var rounds = Enumerable.Range(0, Rounds).Select(_ => Round(operation)).OrderBy(round => round.PerSecond).ToArray();
        return rounds[Rounds / 2];
    }

    private static (double PerSecond, double Bytes) Round(Func<bool> operation)
    {
        const int batch = 1000;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Environment.CpuUsage.TotalTime;
        long count = 0;
        while (Environment.CpuUsage.TotalTime - start < TimeSpan.FromSeconds(1))
        {
            for (var i = 0; i < batch; i++)
            {
                operation();
            }

            count += batch;
        }

        return (count / (Environment.CpuUsage.TotalTime - start).TotalSeconds, (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / count);
    }

    private static byte[] Sample() => Resource("sample/wan26-unboxing");

    private static byte[] Resource(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)!;
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
