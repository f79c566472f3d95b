using System.Text.Json.Serialization;

namespace Wan.DashScope.Wire;

/// <summary>One page of <c>GET /tasks/</c>. https://help.aliyun.com/zh/model-studio/manage-asynchronous-tasks</summary>
internal sealed class ListAnswer
{
    [JsonPropertyName("data")]
    public List<ListedTask?>? Data { get; set; }

    [JsonPropertyName("total"), JsonConverter(typeof(LenientNumber))]
    public decimal? Total { get; set; }

    [JsonPropertyName("total_page"), JsonConverter(typeof(LenientNumber))]
    public decimal? TotalPage { get; set; }

    [JsonPropertyName("request_id"), JsonConverter(typeof(LenientText))]
    public string? RequestId { get; set; }
}

/// <summary>One task of the list, whose field is <c>status</c> and not <c>task_status</c>.</summary>
internal sealed class ListedTask
{
    [JsonPropertyName("task_id"), JsonConverter(typeof(LenientText))]
    public string? TaskId { get; set; }

    [JsonPropertyName("status"), JsonConverter(typeof(LenientText))]
    public string? Status { get; set; }

    [JsonPropertyName("model_name"), JsonConverter(typeof(LenientText))]
    public string? ModelName { get; set; }

    [JsonPropertyName("request_id"), JsonConverter(typeof(LenientText))]
    public string? RequestId { get; set; }

    [JsonPropertyName("gmt_create"), JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? GmtCreate { get; set; }

    [JsonPropertyName("start_time"), JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? StartTime { get; set; }

    [JsonPropertyName("end_time"), JsonConverter(typeof(LenientTime))]
    public DateTimeOffset? EndTime { get; set; }
}
