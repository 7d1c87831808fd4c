using Inventory.Worker.Consumers;
using Inventory.Worker.Messaging;
using Microsoft.Extensions.DependencyInjection;

namespace Inventory.Contracts.Tests.Setup;

/// <summary>The messages of the contract: those that the worker takes, and the others, which it publishes.</summary>
internal static class ContractMessages
{
    public static readonly IReadOnlyList<Type> In = [.. Readers()
        .Select(reader => reader.ServiceType.GenericTypeArguments[0])
        .Where(message => message.Assembly == typeof(OrderPlaced).Assembly)];

    /// <summary>A record that is part of no other is a message.</summary>
    public static readonly IReadOnlyList<Type> Out = [.. Records()
        .Except(Records().SelectMany(record => record.GetProperties()).SelectMany(Types))
        .Except(In)
        .OrderBy(message => message.Name, StringComparer.Ordinal)];

    /// <summary>The command that the worker makes of a message, or what it finds wrong.</summary>
    public static ReadCommand<T> ReaderOf<T>() =>
        (ReadCommand<T>)Readers().Single(reader => reader.ServiceType == typeof(ReadCommand<T>)).ImplementationInstance!;

    private static IEnumerable<ServiceDescriptor> Readers()
    {
        var services = new ServiceCollection();
        BusRegistration.Add(services);
        return services.Where(service => service.ServiceType is { IsGenericType: true } type && type.GetGenericTypeDefinition() == typeof(ReadCommand<>));
    }

    private static IEnumerable<Type> Records() => typeof(OrderPlaced).Assembly.GetExportedTypes().Where(type => type is { IsEnum: false, IsAbstract: false });

    private static IEnumerable<Type> Types(System.Reflection.PropertyInfo field) => [field.PropertyType, .. field.PropertyType.GenericTypeArguments];
}
