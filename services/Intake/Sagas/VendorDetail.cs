using System.Globalization;
using Wan.Contracts;

namespace Wan.Intake.Sagas;

/// <summary>What the timeline keeps of the vendor's side of a step: its times (UTC), its code and sentence, its request id.</summary>
internal static class VendorDetail
{
    /// <summary>Of the start.</summary>
    public static string Of(GenerationStarted started) => At("at the vendor", started.StartedAt)!;

    /// <summary>Of a success.</summary>
    public static string Of(GenerationRendered rendered) => Join(
        At("ended at the vendor", rendered.EndedAt), At("seen", rendered.SeenAt), Named("request", rendered.VendorRequestId));

    /// <summary>Of an end without a video.</summary>
    public static string Of(RenderingFailed failed) => Join(
        failed.Error.Code, Named("vendor code", failed.Error.VendorCode), failed.Error.Message,
        At("ended at the vendor", failed.EndedAt), At("seen", failed.SeenAt), Named("request", failed.Error.VendorRequestId));

    /// <summary>Of a task beside the generation's own.</summary>
    public static string Of(OrphanTask orphan) => Join(
        $"task {orphan.TaskId} was made of the same request, beside the generation's own",
        orphan.EndedAs is null ? "it has not ended yet" : $"it ended as {orphan.EndedAs}",
        orphan.Settled switch
        {
            null => null,
            { Amount: { } amount } settled => string.Create(
                CultureInfo.InvariantCulture, $"{settled.BilledSeconds} s are paid for it, {amount.Amount} {amount.Currency}"),
            var settled => settled.Unknown,
        });

    private static string? At(string what, DateTimeOffset? time) =>
        time is { } at ? string.Create(CultureInfo.InvariantCulture, $"{what} {at.UtcDateTime:yyyy-MM-dd HH:mm:ss.fff}") : null;

    private static string? Named(string name, string? value) => string.IsNullOrEmpty(value) ? null : $"{name} {value}";

    private static string Join(params string?[] parts) => string.Join("; ", parts.Where(part => !string.IsNullOrEmpty(part)));
}
