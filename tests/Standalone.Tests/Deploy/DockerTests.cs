using System.Text.RegularExpressions;
using Wan.Fixtures;
using YamlDotNet.Serialization;

namespace Wan.Standalone.Tests.Deploy;

/// <summary>The images and the set of them, as far as it can be seen without an engine: that they are read, and that what they name is there.</summary>
public sealed partial class DockerTests : IDisposable
{
    private static readonly string[] Programs = ["intake", "submitter", "poller", "archiver", "notifier", "simulator"];
    private static readonly string Compose = File.ReadAllText(Repository.File("docker-compose.yml"));
    private static readonly string[] Image = File.ReadAllLines(Repository.File("Dockerfile"));

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Every_target_of_the_images_is_a_program_of_ours_that_is_started_and_asked_without_a_shell()
    {
        var targets = Image.Where(line => line.StartsWith("FROM base AS ", StringComparison.Ordinal)).Select(line => line["FROM base AS ".Length..]).ToList();
        targets.ShouldBe([.. Programs, "standalone"]);
        foreach (var target in targets)
        {
            var name = Project(target);
            var part = Image.SkipWhile(line => line != $"FROM base AS {target}").Skip(1).TakeWhile(line => line.Length > 0).ToList();
            File.Exists(Repository.File("services", name, $"{name}.csproj")).ShouldBeTrue(name);
            part.ShouldBe([
                $"COPY --from=build /app/{name} .",
                $$"""HEALTHCHECK --interval=10s --timeout=10s --start-period=30s CMD ["dotnet", "Wan.{{name}}.dll", "--health"]""",
                $$"""ENTRYPOINT ["dotnet", "Wan.{{name}}.dll"]"""]);
            Image.ShouldContain(line => line.Contains("for service in", StringComparison.Ordinal) && line.Contains(name, StringComparison.Ordinal), name);
        }

        var settings = Assignment().Matches(string.Join('\n', Image.Where(line => line.StartsWith("ENV ", StringComparison.Ordinal) || line.StartsWith("    ", StringComparison.Ordinal)))).Select(match => match.Groups[1].Value);
        settings.Where(name => name.Contains("__", StringComparison.Ordinal)).ShouldAllBe(name => SettingNames.IsOne(name));
    }

    [Fact]
    public void What_a_build_in_a_container_is_given_is_all_that_a_build_reads()
    {
        var given = File.ReadAllLines(Repository.File(".dockerignore")).Where(line => line.StartsWith('!')).Select(line => line[1..]).ToList();
        given.ShouldAllBe(path => Path.Exists(Repository.File(path)));
        given.ShouldContain("services");

        // What a project takes from outside its folder.
        foreach (var project in Directory.EnumerateFiles(Repository.File("services"), "*.csproj", SearchOption.AllDirectories).Append(Repository.File("Directory.Build.props")))
        {
            foreach (var path in Outside().Matches(File.ReadAllText(project)).Select(match => match.Groups[1].Value.Replace('\\', '/')))
            {
                var full = Path.GetRelativePath(Repository.Root, Path.Combine(Path.GetDirectoryName(project)!, path));
                given.ShouldContain(one => full == one || full.StartsWith(one + "/", StringComparison.Ordinal), $"{Path.GetFileName(project)} takes {full}");
            }
        }
    }

    [Fact]
    public async Task The_set_is_read_and_every_program_path_variable_and_name_in_it_is_there()
    {
        var services = await ReadAsync();
        foreach (var name in Programs)
        {
            var service = services[name];
            Map(service["build"])["target"].ShouldBe(name);
            List(Map(service["healthcheck"])["test"]).ShouldBe(["CMD", "dotnet", $"Wan.{Project(name)}.dll", "--health"]);
            service["read_only"].ShouldBe("true", name);
            service.ContainsKey("hostname").ShouldBeFalse(name);
            service.ContainsKey("ports").ShouldBeFalse($"{name} could not have replicas");
        }

        foreach (var (name, service) in services)
        {
            (service.ContainsKey("mem_limit"), service.ContainsKey("healthcheck"), service.ContainsKey("container_name")).ShouldBe((true, true, false), name);
            foreach (var port in List(service.GetValueOrDefault("ports")))
                port.ShouldStartWith("127.0.0.1:", Case.Sensitive, name);
            foreach (var path in List(service.GetValueOrDefault("volumes")).Select(volume => volume.Split(':')[0]).Where(path => path.StartsWith('/')))
                Path.Exists(path).ShouldBeTrue($"{name} mounts {path}");
            if (!service.ContainsKey("build"))
            {
                Pinned().IsMatch((string)service["image"]).ShouldBeTrue($"{service["image"]} names its version");
                continue;
            }

            foreach (var (variable, value) in Map(service.GetValueOrDefault("environment") ?? new Dictionary<object, object>()))
            {
                SettingNames.IsOne(variable).ShouldBeTrue($"{name} sets {variable}");
                foreach (var host in Host().Matches($"{value}").Select(match => match.Groups[1].Value).Where(host => host != "localhost"))
                    services.Keys.ShouldContain(host, $"{variable} of {name}");
            }
        }

        Upstream().Matches(File.ReadAllText(Repository.File("deploy", "nginx", "nginx.conf"))).Select(match => match.Groups[1].Value).ShouldBe(["intake", "archiver", "poller"]);
        var scraped = Regex.Match(File.ReadAllText(Repository.File("deploy", "prometheus", "prometheus.yml")), @"names: \[(.*)\]").Groups[1].Value.Split(", ");
        scraped.ShouldBe(Programs.Where(name => name != "simulator"));
    }

    [Fact]
    public async Task Every_secret_is_made_by_the_one_command_whole_once_and_stands_nowhere_else()
    {
        var made = await MakeSecretsAsync();
        var config = await ConfigAsync();
        var named = Map(config["secrets"]).ToDictionary(secret => secret.Key, secret => Path.GetFileName((string)Map(secret.Value)["file"]));

        named.Values.Order().ShouldBe(made.Keys.Order());
        named.ShouldAllBe(secret => secret.Key == secret.Value);
        named.Keys.Where(name => char.IsUpper(name[0])).ShouldBe(["Auth__SigningKey", "Storage__MongoDb__ConnectionString", "WAN_RABBITMQ"], ignoreOrder: true);
        named.Keys.Where(name => char.IsUpper(name[0])).ShouldAllBe(name => SettingNames.IsOne(name));
        foreach (var (name, service) in await ReadAsync())
        {
            var given = List(service.GetValueOrDefault("secrets"));
            given.ShouldAllBe(secret => named.ContainsKey(secret), name);
            foreach (var path in SecretPath().Matches(string.Join('\n', Lines(service))).Select(match => match.Groups[1].Value))
                given.ShouldContain(path, $"{name} reads it");
        }

        Convert.FromBase64String(made["Auth__SigningKey"]).Length.ShouldBe(32);
        made["Storage__MongoDb__ConnectionString"].ShouldBe($"mongodb://wan:{made["mongodb-password"]}@mongodb:27017/?replicaSet=rs0&authSource=admin");
        made["rabbitmq.conf"].ShouldBe($"default_user = wan\ndefault_pass = {new Uri(made["WAN_RABBITMQ"]).UserInfo.Split(':')[1]}\n");
        made.Values.ShouldBeUnique();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(folder.File("secrets")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            foreach (var name in made.Keys)
                File.GetUnixFileMode(folder.File("secrets", name)).HasFlag(UnixFileMode.OtherRead).ShouldBeTrue(name);
        }

        // Again, after it was ended in the middle.
        File.Delete(folder.File("secrets", "Storage__MongoDb__ConnectionString"));
        File.Delete(folder.File("secrets", "WAN_RABBITMQ"));
        (await MakeSecretsAsync()).ShouldBe(made, ignoreOrder: true);
    }

    [Fact]
    public async Task The_command_as_it_is_written_makes_the_secrets_beside_the_set()
    {
        Directory.CreateDirectory(folder.File("deploy"));
        File.Copy(Repository.File("deploy", "secrets.sh"), folder.File("deploy", "secrets.sh"));
        var (code, output, errors) = await OtherTool.RunAsync(folder.File("deploy", "secrets.sh"), new Dictionary<string, string>());

        (code, output).ShouldBe((0, ""), errors);
        Directory.GetFiles(folder.File("secrets")).Select(file => Path.GetFileName(file)).ShouldBe((await MakeSecretsAsync()).Keys, ignoreOrder: true);
    }

    [Fact]
    public void Every_variable_that_the_set_may_be_told_is_in_the_example_and_the_other_way_round()
    {
        var example = File.ReadAllLines(Repository.File(".env.example")).Where(line => line.Length > 0 && !line.StartsWith('#')).ToDictionary(line => line.Split('=')[0], line => line.Split('=', 2)[1]);
        var told = Variable().Matches(Compose).Select(match => (Name: match.Groups[1].Value, Default: match.Groups[2].Value)).Distinct().ToList();

        told.Select(variable => variable.Name).ShouldBeUnique();
        told.ToDictionary(variable => variable.Name, variable => variable.Default).ShouldBe(example, ignoreOrder: true);
    }

    [GeneratedRegex(@"([A-Za-z_]+)=")]
    private static partial Regex Assignment();

    [GeneratedRegex(@"(?:Include|Update)=""(\.\.[\\/][^""*]*)")]
    private static partial Regex Outside();

    [GeneratedRegex(@":v?\d+\.\d+\.\d+")]
    private static partial Regex Pinned();

    [GeneratedRegex("https?://([^:/]+)")]
    private static partial Regex Host();

    [GeneratedRegex(@"set \$\w+ (\w+):8080;")]
    private static partial Regex Upstream();

    [GeneratedRegex(@"/run/secrets/([\w.-]+)")]
    private static partial Regex SecretPath();

    [GeneratedRegex(@"(?<!\$)\$\{(\w+):-([^}]*)\}")]
    private static partial Regex Variable();

    private static string Project(string name) => char.ToUpperInvariant(name[0]) + name[1..];

    private static Dictionary<string, object> Map(object map) => ((Dictionary<object, object>)map).ToDictionary(pair => (string)pair.Key, pair => pair.Value);

    private static List<string> List(object? list) => list is List<object> items
        ? [.. items.Select(item => item as string ?? (string)Map(item)["source"])]
        : [];

    private static IEnumerable<string> Lines(object? part) => part switch
    {
        Dictionary<string, object> map => map.Values.SelectMany(Lines),
        Dictionary<object, object> map => map.Values.SelectMany(Lines),
        List<object> list => list.SelectMany(Lines),
        _ => [$"{part}"],
    };

    private static async Task<Dictionary<string, Dictionary<string, object>>> ReadAsync() => Map((await ConfigAsync())["services"]).ToDictionary(service => service.Key, service => Map(service.Value));

    private static async Task<Dictionary<string, object>> ConfigAsync()
    {
        var (code, output, errors) = await OtherTool.RunAsync("docker-compose", new Dictionary<string, string>(),
            "--file", Repository.File("docker-compose.yml"), "--env-file", Repository.File(".env.example"), "--profile", "metrics", "config");
        code.ShouldBe(0, errors);
        errors.ShouldBeEmpty();
        return Map(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(output));
    }

    private async Task<Dictionary<string, string>> MakeSecretsAsync()
    {
        var (code, output, errors) = await OtherTool.RunAsync(Repository.File("deploy", "secrets.sh"), new Dictionary<string, string> { ["WAN_SECRETS_FOLDER"] = folder.File("secrets") });
        (code, output).ShouldBe((0, ""), errors);
        return Directory.GetFiles(folder.File("secrets")).ToDictionary(file => Path.GetFileName(file), File.ReadAllText);
    }
}
