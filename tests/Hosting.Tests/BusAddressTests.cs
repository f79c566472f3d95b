using Microsoft.Extensions.Configuration;

namespace Wan.Hosting.Tests;

/// <summary>The broker's address as the settings say it.</summary>
public sealed class BusAddressTests
{
    [Theory]
    [InlineData("amqp://guest:guest@broker", "amqp://guest:guest@broker:5672/")]
    [InlineData("amqps://wan:secret@broker/wan", "amqps://wan:secret@broker:5671/wan")]
    [InlineData("amqps://wan:secret@broker:5672/wan", "amqps://wan:secret@broker:5672/wan")]
    public void The_port_is_that_of_the_scheme_unless_it_is_said(string said, string address) => Read(said)!.AbsoluteUri.ShouldBe(address);

    [Theory]
    [InlineData("http://broker")]
    [InlineData("broker:5672")]
    [InlineData("rabbitmq://broker")]
    public void Another_scheme_is_refused_and_the_setting_named(string said) =>
        Should.Throw<ConfigurationProblemException>(() => Read(said)).Message.ShouldStartWith("WAN_RABBITMQ: must be an AMQP URL");

    private static Uri? Read(string address) => BusServiceCollectionExtensions.ReadAddress(new ConfigurationManager { ["WAN_RABBITMQ"] = address });
}
