using k8s;
using k8s.Models;
using Wan.Fixtures;
using YamlDotNet.Serialization;

namespace Wan.Standalone.Tests.Deploy;

/// <summary>The manifests for Kubernetes: that its own types take them, without a member that they don't know, and that what they name is there.</summary>
public sealed class KubernetesTests
{
    private const string Name = "app.kubernetes.io/name";

    private static readonly string[] Programs = ["intake", "submitter", "poller", "archiver", "notifier"];
    private static readonly string Folder = Repository.File("deploy", "kubernetes");
    private static readonly List<object> Base = Typed("base");

    [Theory]
    [InlineData("base")]
    [InlineData("small")]
    [InlineData("large")]
    public void Every_file_of_a_folder_is_listed_once_and_every_one_that_is_listed_is_there(string folder)
    {
        var list = Read(Path.Combine(folder, "kustomization.yaml")).Single();
        var named = Strings(list, "resources").Concat(Maps(list, "patches").Select(patch => (string)patch["path"])).ToList();

        list["kind"].ShouldBe("Kustomization");
        list.Keys.ShouldBeSubsetOf(["apiVersion", "kind", "namespace", "labels", "resources", "images", "patches"]);
        named.ShouldAllBe(path => Path.Exists(Path.Combine(Folder, folder, path)));
        named.Where(path => path != "../base").Append("kustomization.yaml").Order().ShouldBe(Directory.GetFiles(Path.Combine(Folder, folder)).Select(file => Path.GetFileName(file)).Order());
    }

    [Theory]
    [InlineData("small")]
    [InlineData("large")]
    public void An_overlay_changes_what_there_is_and_names_the_image_of_every_container(string folder)
    {
        var list = Read(Path.Combine(folder, "kustomization.yaml")).Single();
        Strings(list, "resources").First().ShouldBe("../base");
        Maps(list, "images").Select(image => (string)image["name"]).ShouldBe(Pods().Select(pod => pod.Spec.Containers.Single().Image), ignoreOrder: true);

        var there = Base.Cast<IKubernetesObject<V1ObjectMeta>>().Select(one => (one.Kind, one.Metadata.Name)).ToList();
        list["namespace"].ShouldBe(Base.OfType<V1Namespace>().Single().Metadata.Name); // What it adds belongs there too.
        foreach (var patch in Maps(list, "patches").SelectMany(patch => Typed(folder, (string)patch["path"])).Cast<IKubernetesObject<V1ObjectMeta>>())
            there.ShouldContain((patch.Kind, patch.Metadata.Name));
    }

    [Fact]
    public void Every_program_runs_without_rights_is_asked_how_it_is_and_is_given_time_to_end()
    {
        foreach (var pod in Pods())
        {
            var container = pod.Spec.Containers.Single();
            var name = container.Name;
            container.Image.ShouldBe($"wan-{name}");
            File.ReadAllLines(Repository.File("Dockerfile")).ShouldContain($"FROM base AS {name}");
            (pod.Spec.SecurityContext.RunAsNonRoot, pod.Spec.SecurityContext.SeccompProfile.Type, pod.Spec.AutomountServiceAccountToken).ShouldBe((true, "RuntimeDefault", false), name);
            (container.SecurityContext.AllowPrivilegeEscalation, container.SecurityContext.ReadOnlyRootFilesystem).ShouldBe((false, true), name);
            container.SecurityContext.Capabilities.Drop.ShouldBe(["ALL"]);
            pod.Spec.TerminationGracePeriodSeconds.ShouldBe(360, name);
            (container.StartupProbe.HttpGet.Path, container.LivenessProbe.HttpGet.Path, container.ReadinessProbe.HttpGet.Path).ShouldBe(("/health/live", "/health/live", "/health/ready"), name);
            foreach (var probe in new[] { container.StartupProbe, container.LivenessProbe, container.ReadinessProbe })
                probe.HttpGet.Port.Value.ShouldBe(container.Ports.Single().Name, name);
            (container.Resources.Requests.Keys.Order().ToArray(), container.Resources.Limits.ContainsKey("memory")).ShouldSatisfyAllConditions(
                both => both.Item1.ShouldBe(["cpu", "memory"]), both => both.Item2.ShouldBeTrue(name));

            var mounts = container.VolumeMounts.ToDictionary(mount => mount.Name, mount => mount.MountPath);
            mounts.ShouldBe(new Dictionary<string, string> { ["secrets"] = "/run/secrets", ["data"] = "/data" }, ignoreOrder: true);
            var volumes = pod.Spec.Volumes.Select(volume => volume.Name).Concat(Base.OfType<V1StatefulSet>().Where(set => set.Metadata.Name == name).SelectMany(set => set.Spec.VolumeClaimTemplates.Select(claim => claim.Metadata.Name)));
            volumes.ShouldBe(mounts.Keys, ignoreOrder: true);

            // What is found by its name.
            Base.OfType<V1Service>().Single(service => service.Metadata.Name == name).Spec.Selector.ShouldBe(pod.Metadata.Labels);
            Base.OfType<V1PodDisruptionBudget>().Single(budget => budget.Metadata.Name == name).Spec.Selector.MatchLabels.ShouldBe(pod.Metadata.Labels);
            pod.Metadata.Labels[Name].ShouldBe(name);
        }

        Pods().Select(pod => pod.Spec.Containers.Single().Name).ShouldBe(Programs, ignoreOrder: true);
        Base.OfType<V1Deployment>().ShouldAllBe(one => one.Spec.Strategy.RollingUpdate.MaxUnavailable.Value == "0" && one.Spec.Selector.MatchLabels[Name] == one.Metadata.Name);
    }

    [Fact]
    public void Every_setting_is_one_and_every_address_within_is_that_of_a_service()
    {
        var maps = Base.Concat(Typed("large", "archive.yaml")).OfType<V1ConfigMap>().ToList();
        var settings = maps.SelectMany(map => map.Data).Concat(Pods().SelectMany(pod => pod.Spec.Containers.Single().Env ?? []).Select(one => KeyValuePair.Create(one.Name, one.Value))).ToList();

        settings.Count.ShouldBeGreaterThan(12);
        settings.ShouldAllBe(setting => SettingNames.IsOne(setting.Key));
        foreach (var address in settings.Where(setting => setting.Value.StartsWith("http://", StringComparison.Ordinal)).Select(setting => new Uri(setting.Value)))
            Base.OfType<V1Service>().ShouldContain(service => service.Metadata.Name == address.Host && service.Spec.Ports.Single().Port == address.Port, address.AbsoluteUri);
        Pods().ShouldAllBe(pod => pod.Spec.Containers.Single().EnvFrom.Single().ConfigMapRef.Name == maps[0].Metadata.Name);
    }

    [Fact]
    public void Whoever_reaches_a_service_from_elsewhere_is_named_by_the_label_of_its_namespace()
    {
        var policies = Base.OfType<V1NetworkPolicy>().ToList();
        policies.Count.ShouldBe(2);
        policies.ShouldAllBe(policy => policy.Spec.PolicyTypes.Single() == "Ingress");
        foreach (var rule in policies.SelectMany(policy => policy.Spec.Ingress))
        {
            rule.Ports.Single().Port.Value.ShouldBe("8080");
            rule.FromProperty.ShouldAllBe(peer => peer.IpBlock == null && (peer.NamespaceSelector == null || peer.NamespaceSelector.MatchLabels.Count == 1));
        }

        // What stands in front reaches here what it reaches in the set for Docker.
        var behind = File.ReadAllLines(Repository.File("deploy", "nginx", "nginx.conf")).Where(line => line.Contains(":8080;", StringComparison.Ordinal)).Select(line => line.Split(' ', ':')[^2]);
        policies.Single(policy => policy.Metadata.Name == "gateway").Spec.PodSelector.MatchExpressions.Single().Values.ShouldBe(behind, ignoreOrder: true);
    }

    [Fact]
    public void What_is_scaled_is_there_and_no_Archiver_is_scaled_away_with_what_waits_on_its_volume()
    {
        var parts = Read(Path.Combine("large", "scaling.yaml"));
        var login = parts.Single(part => (string)part["kind"] == "TriggerAuthentication");
        var scaled = parts.Where(part => (string)part["kind"] == "ScaledObject").ToList();

        parts.ShouldAllBe(part => (string)part["apiVersion"] == "keda.sh/v1alpha1");
        scaled.Select(part => Map(Map(part["spec"])["scaleTargetRef"])["name"]).ShouldBe(Programs.Except(["archiver"]), ignoreOrder: true);
        foreach (var spec in scaled.Select(part => Map(part["spec"])))
        {
            spec.Keys.ShouldBe(["scaleTargetRef", "minReplicaCount", "maxReplicaCount", "cooldownPeriod", "triggers"]);
            int.Parse((string)spec["minReplicaCount"], null).ShouldBeInRange(1, int.Parse((string)spec["maxReplicaCount"], null));
            foreach (var trigger in Maps(spec, "triggers"))
            {
                trigger["type"].ShouldBe("rabbitmq");
                Map(trigger["authenticationRef"])["name"].ShouldBe(Map(login["metadata"])["name"]);
                Map(trigger["metadata"]).Keys.ShouldBe(["protocol", "mode", "value", "queueName"]); // The queues are compared with those of a broker.
            }
        }
    }

    private static IEnumerable<V1PodTemplateSpec> Pods() => Base.OfType<V1Deployment>().Select(one => one.Spec.Template).Concat(Base.OfType<V1StatefulSet>().Select(one => one.Spec.Template));

    private static List<object> Typed(string folder) =>
        [.. Strings(Read(Path.Combine(folder, "kustomization.yaml")).Single(), "resources").SelectMany(file => Typed(folder, file))];

    // Strict: a member that the type does not have is refused.
    private static IEnumerable<object> Typed(string folder, string file) => File.ReadAllText(Path.Combine(Folder, folder, file)).Split("\n---\n").Select(text =>
        KubernetesYaml.LoadAllFromString(text, null, strict: true).Single());

    private static List<Dictionary<string, object>> Read(string file) =>
        [.. File.ReadAllText(Path.Combine(Folder, file)).Split("\n---\n").Select(text => Map(new DeserializerBuilder().Build().Deserialize<Dictionary<object, object>>(text)))];

    private static Dictionary<string, object> Map(object map) => ((Dictionary<object, object>)map).ToDictionary(pair => (string)pair.Key, pair => pair.Value);

    private static IEnumerable<string> Strings(Dictionary<string, object> map, string key) => map.TryGetValue(key, out var list) ? ((List<object>)list).Cast<string>() : [];

    private static IEnumerable<Dictionary<string, object>> Maps(Dictionary<string, object> map, string key) => map.TryGetValue(key, out var list) ? ((List<object>)list).Select(Map) : [];
}
