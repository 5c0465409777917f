using System.Diagnostics;
using System.Text.Json.Nodes;
using Murmuration.Agent.Configuration;
using Murmuration.Gossip.Topologies;
using Murmuration.Simulation.Tests.Docs;
using Murmuration.Testing;
using YamlDotNet.Serialization;

namespace Murmuration.Simulation.Tests.Deploy;

/// <summary>The Kubernetes manifests fit together, and call the program as it can be called.</summary>
public class KubernetesTests
{
    private static string Folder
    {
        get
        {
            Assert.SkipWhen(SourceTree.Root is null, SourceTree.Absent);
            return Path.Combine(SourceTree.Root, "deploy", "kubernetes");
        }
    }

    private static JsonNode StatefulSet => Manifest("stateful-set.yaml");

    private static JsonNode Pod => StatefulSet["spec"]!["template"]!;

    private static JsonNode Agent => Pod["spec"]!["containers"]![0]!;

    [Fact]
    public void Kustomization_lists_every_manifest()
    {
        var files = Directory.GetFiles(Folder, "*.yaml").Select(path => Path.GetFileName(path))
            .Where(name => name != "kustomization.yaml");
        Assert.Equal(Sorted(files), Sorted(Texts(Manifest("kustomization.yaml")["resources"])));
    }

    [Fact]
    public void Service_policy_and_set_choose_the_pods_of_the_set()
    {
        var labels = Pod["metadata"]!["labels"];
        var policy = Manifest("network-policy.yaml")["spec"]!;
        Assert.All(
            [
                StatefulSet["spec"]!["selector"]!["matchLabels"],
                Manifest("service.yaml")["spec"]!["selector"],
                policy["podSelector"]!["matchLabels"],
                policy["ingress"]![0]!["from"]![0]!["podSelector"]!["matchLabels"],
            ],
            selector => Assert.True(JsonNode.DeepEquals(labels, selector), $"{selector} is not {labels}"));
        Assert.Equal(Text(Manifest("service.yaml")["metadata"]!["name"]), Text(StatefulSet["spec"]!["serviceName"]));
    }

    [Fact]
    public void The_topology_names_every_pod_and_where_the_service_finds_it()
    {
        var data = Manifest("config-map.yaml")["data"]!;
        var topology = TopologySchedule.Parse(Text(data["topology.json"]));
        var pods = Enumerable.Range(0, int.Parse(Text(StatefulSet["spec"]!["replicas"]), null))
            .Select(k => $"{Text(StatefulSet["metadata"]!["name"])}-{k}");
        Assert.Equal(pods, topology.Agents.Select(agent => agent.Id));
        var service = Text(StatefulSet["spec"]!["serviceName"]);
        var port = Ports()["gossip"];
        Assert.All(topology.Agents, agent => Assert.Equal($"{agent.Id}.{service}:{port}", agent.Address));
    }

    [Fact]
    public void The_run_file_is_one()
    {
        using var folder = new TemporaryFolder();
        var run = folder.Write("run.json", Text(Manifest("config-map.yaml")["data"]!["run.json"]));
        Assert.Equal("digits", RunFile.Load(run, []).Name);
    }

    [Fact]
    public void Every_volume_is_mounted_and_every_mount_has_a_volume()
    {
        var claims = List(StatefulSet["spec"]!["volumeClaimTemplates"])
            .Select(claim => Text(claim["metadata"]!["name"]));
        var volumes = List(Pod["spec"]!["volumes"]).Select(volume => Text(volume["name"])).Concat(claims);
        var mounts = Containers().SelectMany(container => List(container["volumeMounts"]))
            .Select(mount => Text(mount["name"]))
            .Distinct(StringComparer.Ordinal);
        Assert.Equal(Sorted(volumes), Sorted(mounts));
    }

    [Fact]
    public void Every_path_that_the_agent_is_given_lies_on_a_volume()
    {
        var mounts = List(Agent["volumeMounts"]).Select(mount => Text(mount["mountPath"])).ToList();
        var paths = List(Agent["env"]).Select(variable => $"{variable["value"]}").Concat(Texts(Agent["args"]))
            .Where(value => value.StartsWith('/'))
            .ToList();
        Assert.NotEmpty(paths);
        Assert.All(paths, path => Assert.Contains(
            mounts, mount => $"{path}/".StartsWith($"{mount}/", StringComparison.Ordinal)));
    }

    [Fact]
    public void Probes_services_and_policies_use_ports_on_which_the_agent_listens()
    {
        var ports = Ports();
        var named = new[] { "startupProbe", "livenessProbe", "readinessProbe" }
            .Select(probe => Text(Agent[probe]!["httpGet"]!["port"]))
            .Concat(List(Manifest("service.yaml")["spec"]!["ports"]).Select(port => Text(port["targetPort"])))
            .Concat(List(Manifest("network-policy.yaml")["spec"]!["ingress"])
                .SelectMany(rule => List(rule["ports"])).Select(port => Text(port["port"])));
        Assert.All(named, name => Assert.Contains(name, ports.Keys));
        Assert.Equal($"0.0.0.0:{ports["gossip"]}", Variable("MURMURATION_LISTEN"));
        Assert.Equal($"0.0.0.0:{ports["metrics"]}", Variable("MURMURATION_METRICS"));
    }

    [Fact]
    public void The_pod_calls_the_program_with_options_and_variables_that_exist()
    {
        var check = new CommandCheck(SourceTree.Root!);
        var call = $"murmur {string.Join(' ', Texts(Agent["args"]))}";
        Assert.Empty(check.Problems(new DocBlock("stateful-set.yaml", 1, [], call)));
        var variables = List(Agent["env"]).Select(variable => Text(variable["name"]))
            .Where(name => name.StartsWith("MURMURATION_", StringComparison.Ordinal)).ToList();
        Assert.Contains("MURMURATION_ID", variables);
        Assert.Empty(variables.SelectMany(name => AgentVariables.Problems(check, name)));
    }

    [Fact]
    public void No_container_may_become_root_or_write_into_its_image()
    {
        Assert.Equal("true", Text(Pod["spec"]!["securityContext"]!["runAsNonRoot"]));
        Assert.All(Containers(), container =>
        {
            var context = container["securityContext"]!;
            Assert.Equal("false", Text(context["allowPrivilegeEscalation"]));
            Assert.Equal("true", Text(context["readOnlyRootFilesystem"]));
            Assert.Equal(["ALL"], Texts(context["capabilities"]!["drop"]));
        });
    }

    private static IEnumerable<JsonNode> Containers() =>
        List(Pod["spec"]!["initContainers"]).Concat(List(Pod["spec"]!["containers"]));

    private static Dictionary<string, string> Ports() => List(Agent["ports"]).ToDictionary(
        port => Text(port["name"]), port => Text(port["containerPort"]), StringComparer.Ordinal);

    private static string Variable(string name) =>
        Text(List(Agent["env"]).Single(variable => Text(variable["name"]) == name)["value"]);

    /// <summary>A manifest with all its values as strings.</summary>
    private static JsonNode Manifest(string name)
    {
        var tree = new DeserializerBuilder().Build().Deserialize<object>(File.ReadAllText(Path.Combine(Folder, name)));
        return Node(tree)!;
    }

    private static JsonNode? Node(object? value) => value switch
    {
        IDictionary<object, object> map => new JsonObject(
            map.Select(pair => KeyValuePair.Create($"{pair.Key}", Node(pair.Value)))),
        IList<object> list => new JsonArray([.. list.Select(Node)]),
        null => null,
        _ => JsonValue.Create($"{value}"),
    };

    private static IEnumerable<JsonNode> List(JsonNode? node) => node!.AsArray().Select(item => item!);

    private static IEnumerable<string> Sorted(IEnumerable<string> texts) => texts.Order(StringComparer.Ordinal);

    private static IEnumerable<string> Texts(JsonNode? node) => List(node).Select(Text);

    private static string Text(JsonNode? node) => node!.GetValue<string>();
}
