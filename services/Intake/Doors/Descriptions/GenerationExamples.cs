namespace Wan.Intake.Doors.Descriptions;

/// <summary>Examples in the description of the API. A test holds them to it.</summary>
internal static class GenerationExamples
{
    public const string Request = """
        {
          "model": "wan2.7-r2v",
          "input": {
            "prompt": "Video 1 smiles and holds Image 1 in a coffee shop",
            "media": [
              {"type": "reference_video", "url": "https://example.com/person.mp4", "reference_voice": "https://example.com/voice.wav"},
              {"type": "reference_image", "url": "https://example.com/guitar.png"}
            ]
          },
          "parameters": {"resolution": "720P", "duration": 5},
          "metadata": {"order": "42"}
        }
        """;

    public const string EarlierRequest = """
        {
          "model": "wan2.6-r2v-flash",
          "input": {"prompt": "character1 dances", "reference_urls": ["https://example.com/dance.mp4"]},
          "parameters": {"size": "1280*720", "duration": 2}
        }
        """;

    public const string Accepted = """
        {
          "id": "019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10", "status": "submitting", "model": "wan2.7-r2v",
          "created_at": "2026-11-30T08:00:00.125+00:00", "updated_at": "2026-11-30T08:00:00.125+00:00", "tenant": "default", "priority": "normal",
          "links": {
            "self": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10", "events": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10/events", "request": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10/request",
            "cancel": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10/cancel"
          },
          "metadata": {"order": "42"},
          "timeline": [{"at": "2026-11-30T08:00:00.125+00:00", "what": "accepted"}, {"at": "2026-11-30T08:00:00.125+00:00", "what": "submitting"}]
        }
        """;

    public const string Completed = """
        {
          "id": "019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10", "status": "completed", "model": "wan2.7-r2v",
          "created_at": "2026-11-30T08:00:00.125+00:00", "updated_at": "2026-11-30T08:04:10.5+00:00", "tenant": "default", "priority": "normal",
          "task_id": "0385dc79-5ff8-4d82-bcb6-7c5ac7d3e4a1",
          "links": {
            "self": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10", "events": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10/events", "request": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10/request",
            "video": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10/video"
          },
          "metadata": {"order": "42"},
          "usage": {"duration": 10, "input_video_duration": 5, "output_video_duration": 5, "video_count": 1, "sr": 720, "ratio": "16:9"},
          "video": {
            "url": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10/video", "bytes": 1840312,
            "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", "width": 1280, "height": 720, "fps": 30, "duration": 5.0, "audio": true,
            "codec": "avc1", "archived_at": "2026-11-30T08:04:10.5+00:00"
          },
          "timeline": [{"at": "2026-11-30T08:00:00.125+00:00", "what": "accepted"}, {"at": "2026-11-30T08:04:10.5+00:00", "what": "completed"}]
        }
        """;

    public const string Page = """
        {
          "items": [
            {
              "id": "019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10", "status": "rendering", "model": "wan2.7-r2v",
              "created_at": "2026-11-30T08:00:00.125+00:00", "updated_at": "2026-11-30T08:00:03+00:00", "tenant": "default", "priority": "normal",
              "task_id": "0385dc79-5ff8-4d82-bcb6-7c5ac7d3e4a1",
              "links": {"self": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10", "events": "/v1/generations/019ad3c2-7d54-7c1e-8c39-3f0f6f3b5a10/events"}
            }
          ]
        }
        """;
}
