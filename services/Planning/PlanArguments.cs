using System.Globalization;
using Wan.DashScope.Prices;

namespace Wan.Planning;

/// <summary>Reads the options of <c>./wan plan</c>.</summary>
internal sealed class PlanArguments
{
    private const int MostPerDay = 10_000_000;

    private static readonly string[] Names =
    [
        "--accounts", "--rendering", "--per-day", "--model", "--duration", "--size", "--region", "--submits-per-second", "--running", "--queries-per-second",
        "--high", "--low", "--tenants", "--shape", "--latency", "--watched", "--seed",
    ];

    private readonly Dictionary<string, string> values = new(StringComparer.Ordinal);

    private PlanArguments(string[] args)
    {
        for (var index = 0; index < args.Length; index++)
        {
            var (name, value) = args[index].Split('=', 2) is [var left, var right] ? (left, right) : (args[index], null);
            if (name == "--json" && value is null)
            {
                Json = true;
                continue;
            }

            if (!Names.Contains(name))
                throw new PlanInputException(name, $"is no option of plan. There are {string.Join(", ", Names)} and --json; --help says what each means.");
            if (value is null && ++index == args.Length)
                throw new PlanInputException(name, "needs a value.");
            if (!values.TryAdd(name, value ?? args[index]))
                throw new PlanInputException(name, "is given twice; give it once.");
        }
    }

    /// <summary>Whether a program reads what is written.</summary>
    public bool Json { get; }

    /// <summary>Reads them.</summary>
    /// <param name="args">Such as <c>--accounts 40</c> or <c>--accounts=40</c>.</param>
    /// <param name="json">Whether a program reads what is written.</param>
    /// <exception cref="PlanInputException">One is wrong.</exception>
    public static PlanInput Read(string[] args, out bool json)
    {
        var arguments = new PlanArguments(args);
        json = arguments.Json;
        var known = new PlanInput();
        var input = known with
        {
            Accounts = arguments.Whole("--accounts", known.Accounts, 1, 1_000),
            PerDay = arguments.Whole("--per-day", known.PerDay, 1, MostPerDay),
            Rendering = arguments.Rendering(known.Rendering),
            Model = arguments.values.GetValueOrDefault("--model", known.Model),
            Duration = arguments.values.ContainsKey("--duration") ? arguments.Whole("--duration", 0, 1, 3_600) : null,
            Size = arguments.values.GetValueOrDefault("--size"),
            Region = arguments.Region(known.Region),
            SubmitsPerSecond = arguments.Number("--submits-per-second", known.SubmitsPerSecond, 0.001, 1_000),
            Running = arguments.Whole("--running", known.Running, 1, 10_000),
            QueriesPerSecond = arguments.Number("--queries-per-second", known.QueriesPerSecond, 1, 10_000),
            High = arguments.Share("--high"),
            Low = arguments.Share("--low"),
            Tenants = arguments.Whole("--tenants", known.Tenants, 1, 100_000),
            Shape = arguments.Shape(known.Shape),
            Latency = arguments.values.TryGetValue("--latency", out var latency) ? Span("--latency", latency) : known.Latency,
            Watched = arguments.Whole("--watched", known.Watched, 1, 1_000),
            Seed = arguments.Whole("--seed", known.Seed, 0, int.MaxValue),
        };
        if (input.High + input.Low > 1)
            throw new PlanInputException("--high", string.Create(CultureInfo.InvariantCulture, $"and --low are shares of all, and together {input.High + input.Low:0.##}; give them at most 1."));
        if (input.Latency > TimeSpan.FromMinutes(1))
            throw new PlanInputException("--latency", "must be at most a minute, such as 100ms.");
        _ = PlanVideo.Of(input);
        return input;
    }

    private int Whole(string name, int otherwise, int least, int most) => !values.TryGetValue(name, out var text) ? otherwise
        : int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number
        : throw new PlanInputException(name, $"must be a whole number from {least} to {most}, but is '{text}'.");

    private double Number(string name, double otherwise, double least, double most) => !values.TryGetValue(name, out var text) ? otherwise
        : Parse(text) is { } number && number >= least && number <= most ? number
        : throw new PlanInputException(name, string.Create(CultureInfo.InvariantCulture, $"must be a number from {least} to {most}, but is '{text}'."));

    private double Share(string name)
    {
        if (!values.TryGetValue(name, out var text))
            return 0;
        var share = text.EndsWith('%') ? Parse(text[..^1]) / 100 : Parse(text);
        return share is >= 0 and <= 1 ? share.Value : throw new PlanInputException(name, $"must be a share such as 0.1 or 10%, but is '{text}'.");
    }

    private LoadShape Shape(LoadShape otherwise) => !values.TryGetValue("--shape", out var text) ? otherwise : text switch
    {
        "flat" => LoadShape.Flat,
        "day" => LoadShape.Day,
        "once" => LoadShape.Once,
        _ => throw new PlanInputException("--shape", $"must be flat (evenly over the day), day (more by day than by night) or once (all at the beginning), but is '{text}'."),
    };

    // A region that no price is known of would make the whole plan free.
    private string Region(string otherwise)
    {
        if (!values.TryGetValue("--region", out var text))
            return otherwise;
        var known = new PriceList().All.Select(price => price.Region).Distinct().ToList();
        return known.Find(region => region.Equals(text, StringComparison.OrdinalIgnoreCase))
            ?? throw new PlanInputException("--region", $"must be one whose prices are known, {string.Join(", ", known)}, but is '{text}'.");
    }

    private RenderTimes Rendering(RenderTimes otherwise)
    {
        if (!values.TryGetValue("--rendering", out var text))
            return otherwise;
        var times = text.Split("..") is [var from, var to]
            ? new RenderTimes(Span("--rendering", from), Span("--rendering", to))
            : new RenderTimes(Span("--rendering", text), To: null);
        if (times.From <= TimeSpan.Zero || times.To < times.From || (times.To ?? times.From) > TimeSpan.FromHours(3))
            throw new PlanInputException("--rendering", $"must be a mean or a range that ends after its beginning, above 0 and at most 3h, which is the vendor's limit, but is '{text}'.");
        return times;
    }

    private static TimeSpan Span(string name, string text)
    {
        var (digits, unit) = text switch
        {
            [.., 'm', 's'] => (text[..^2], TimeSpan.FromMilliseconds(1)),
            [.., 's'] => (text[..^1], TimeSpan.FromSeconds(1)),
            [.., 'm'] => (text[..^1], TimeSpan.FromMinutes(1)),
            [.., 'h'] => (text[..^1], TimeSpan.FromHours(1)),
            _ => ("", default),
        };
        return Parse(digits) is { } number and >= 0 and < 1_000_000
            ? unit * number
            : throw new PlanInputException(name, $"must be a length of time with its unit, such as 100ms, 90s, 5m or 1h, but is '{text}'.");
    }

    private static double? Parse(string text) =>
        double.TryParse(text, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;
}
