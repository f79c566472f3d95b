using System.Text.Json.Nodes;
using Wan.DashScope.Catalogue;

namespace Wan.DashScope.Tests;

/// <summary>A family's file that is incomplete or contradicts itself stops the start, with the file's name, the key's, and what to do.</summary>
public sealed class BrokenFamilyTests
{
    // Each change, then the key that must be named. A change is as in Cases/rules.txt.
    public static TheoryData<string, string> Changes => new()
    {
        { "-/path", "'path'" },
        { "-/billing", "'billing'" },
        { "-/render_seconds", "'render_seconds'" },
        { "-/input/max_prompt", "'max_prompt'" },
        { "/paths = \"a\"", "'paths'" },
        { "/input/max_prompt = \"many\"", "input.max_prompt" },
        { "/input/fields = null", "fields" },
        { "/numbering = \"by_colour\"", "numbering" },
        { "/name = \"invented\"", "name is 'invented'" },
        { "/source = \"a page\"", "source must" },
        { "/path = \"/services/a\"", "path must" },
        { "/path = \"https://e.com/a\"", "path must" },
        { "/path = \"\"", "path must" },
        { "/fps = 0", "fps must" },
        { "/models = []", "models must" },
        { "/models = [\"invented-r2v\"]", "models must" },
        { "/output_seconds = {\"min\":1,\"max\":2}", "output_seconds must" },
        { "/input/min_references = 4", "input.min_references must" },
        { "/input/sets = []", "input.sets must" },
        { "/input/sets = [[\"link\"]]", "input.media has no Link" },
        { "/input/media/0/not_beside = [\"first_frame\"]", "input.media has no FirstFrame" },
        { "/input/media/0/doubted_without = \"audio\"", "input.media has no Audio" },
        { "/input/media/0/doubted_urls = \"oss\"", "input.media[0].doubted_urls must" },
        { "/input/media/0/field = \"img_url\"", "input.media[0].field is" },
        { "/input/media/2 = {\"kind\":\"first_frame\",\"field\":\"img_url\",\"urls\":\"web\",\"formats\":[\"png\"]}", "input.fields must have every field" },
        { "/input/media/2 = {\"kind\":\"link\",\"type\":\"link\",\"max\":1,\"urls\":\"web\",\"formats\":[\"html\"]}", "input.media[2].formats must" },
        { "/input/media/2 = {\"kind\":\"link\",\"type\":\"link\",\"urls\":\"web\",\"formats\":[]}", "input.media[2].max must" },
        { "/billing = {\"input\":\"none\",\"input_caps\":[1,1,1]}", "billing.input_caps are only" },
        { "/billing = {\"input\":\"full\"}", "billing.input is full" },
        { "/parameters/1/special = [{\"value\":5,\"means\":\"keep\"}]", "parameters[1].special (duration) must" },
        { "/parameters/1/among = [4, 8]", "parameters[1].among (duration) must" },
        { "/parameters/2/among = [1]", "parameters[2].min (sound) and max are" },
        { "/parameters/0/doubted_values = [\"huge\"]", "parameters[0].doubted_values (resolution) must" },
        { "/parameters/2/doubted_values = [\"true\"]", "parameters[2].doubted_values (sound) and needs are" },
        { "/parameters/3/needs = [{\"value\":\"wild\",\"switch\":\"mood\"}]", "parameters[3].needs (mood) must" },
        { "-/frames/0/width", "frames[0] must have" },
        { "/render_seconds = 0", "render_seconds must" },
        { "/numbering = \"one_sequence\"", "numbering must" },
        { "/input/fields = [\"prompt\",\"media\",\"audio\"]", "input.fields names audio" },
        { "/input/fields = [\"prompt\",\"media\",\"media\"]", "input.fields names a field twice" },
        { "/input/fields = [\"media\"]", "input.fields must have prompt" },
        { "/input/fields = [\"prompt\"]", "input.fields must have either media or reference_urls" },
        { "/input/fields = [\"prompt\",\"media\",\"reference_urls\"]", "input.fields must have either media or reference_urls" },
        { "/input/fields = [\"prompt\",\"media\",\"reference_video_urls\"]", "input.fields has reference_video_urls" },
        { "/input/fields = [\"prompt\",\"media\",\"reference_voice\"]", "input.voice_urls must" },
        { "/input/fields = [\"prompt\",\"media\",\"negative_prompt\"]", "input.max_negative_prompt must" },
        { "/input/max_negative_prompt = 5", "input.max_negative_prompt must" },
        { "/input/max_prompt = 0", "input.max_prompt must" },
        { "/input/max_references = 0", "input.max_references must" },
        { "/input/max_references = 4", "billing.input_caps has 3" },
        { "/input/max_url = 0", "input.max_url must" },
        { "/input/max_data_bytes = 10", "input.max_data_bytes must" },
        { "/input/media/0/urls = \"data\"", "input.max_data_bytes must" },
        { "/input/media = []", "input.media must have" },
        { "/input/media/1/kind = \"image\"", "input.media has one kind twice" },
        { "/input/media/1/type = \"picture\"", "input.media has one type twice" },
        { "/input/media/0/kind = \"none\"", "input.media[0].kind must" },
        { "-/input/media/0/type", "input.media[0].type must" },
        { "/input/media/0/urls = \"none\"", "input.media[0].urls must" },
        { "/input/media/0/formats = []", "input.media[0].formats must" },
        { "/input/media/1/max = 4", "input.media[1].max must" },
        { "/parameters/4 = {\"name\":\"mood\",\"type\":\"switch\"}", "parameters has one name twice" },
        { "/parameters/4 = {\"name\":\"echo\",\"type\":\"switch\",\"default\":\"true\",\"is_sound\":true}", "parameters has is_sound twice" },
        { "/parameters/1/name = \"length\"", "parameters must have duration" },
        { "-/parameters/1/default", "parameters must have duration" },
        { "-/parameters/1/max", "parameters[1].max (duration) must" },
        { "/parameters/1/max_beside_video = 9", "parameters[1].max_beside_video (duration) must" },
        { "/parameters/1/default = \"7\"", "parameters[1].default (duration) is '7'" },
        { "/parameters/1/is_sound = true", "parameters[1].only (duration) and is_sound are" },
        { "/parameters/1/values = [\"5\"]", "parameters[1].values (duration) is only" },
        { "/parameters/1/ignored_beside_first_frame = true", "parameters[1].ignored_beside_first_frame (duration) is set" },
        { "/parameters/2/default = \"no\"", "parameters[2].default (sound) is 'no'" },
        { "-/parameters/2/default", "parameters[2].is_sound (sound) is" },
        { "/parameters/2/only = true", "parameters[2].only (sound) says" },
        { "/parameters/2/max = 3", "parameters[2].min (sound) and max are" },
        { "/parameters/0/default = \"medium\"", "parameters[0].default (resolution) is 'medium'" },
        { "-/parameters/0/default", "parameters[0].default (resolution) is missing" },
        { "/parameters/0/values = [\"small\"]", "parameters[0].values (resolution) must be left out" },
        { "-/parameters/3/values", "parameters[3].values (mood) must name" },
        { "/frames = []", "frames must have a line for every picture" },
        { "/frames/0/width = 0", "frames[0] must have" },
        { "/frames/0/size = \"960*960\"", "frames are chosen by size" },
        { "-/frames/0/resolution", "frames must all have resolution" },
        { "/frames/1/resolution = \"small\"", "frames has 'small' more than once" },
        { "/billing/input_caps = [4, 2, 0]", "billing.input_caps must be numbers above 0" },
        { "/billing/input_caps = [4, 3, 1]", "billing.input_caps must not" },
    };

    [Theory]
    [MemberData(nameof(Changes))]
    public void Is_refused_with_the_name_of_the_file_and_of_the_key(string change, string key)
    {
        var file = RuleCases.Apply(JsonNode.Parse(InventedFamily.Json)!.AsObject(), change);

        var message = Should.Throw<InvalidDataException>(() => InventedFamily.Read(file.ToJsonString())).Message;

        message.ShouldContain($"Families/{InventedFamily.FileName}: ");
        message.ShouldContain(key);
    }

    [Fact]
    public void A_grid_of_pictures_has_no_holes()
    {
        var family = FamilyFile.ReadAll().Single(family => family.Name == "wan2.7-r2v");

        FrameChecks.Problems(family).ShouldBeEmpty();
        FrameChecks.Problems(family with { Frames = [.. family.Frames.Skip(1)] }).ShouldHaveSingleItem()
            .ShouldBe("frames must have a line for every combination of resolution and ratio; add those that are missing");
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once()
    {
        var file = RuleCases.Apply(JsonNode.Parse(InventedFamily.Json)!.AsObject(), "/fps = 0 & /path = \"\" & /frames/0/width = 0");

        var message = Should.Throw<InvalidDataException>(() => InventedFamily.Read(file.ToJsonString())).Message;

        message.ShouldContain("fps must");
        message.ShouldContain("path must");
        message.ShouldContain("frames[0] must");
    }
}
